"""The parent's __init__ is called by name. / 用父类的名字调用 __init__。"""
# notebook: forward_pass

# %% foo_child
class FooChild(FooParent):
    def __init__(self):
        FooParent.__init__(self)
