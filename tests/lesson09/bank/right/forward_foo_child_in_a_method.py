"""A method lets the parent's __init__ run. / 在一个方法里运行父类的 __init__。"""
# notebook: forward_pass

# %% foo_child
class FooChild(FooParent):
    def __init__(self):
        self.child = "CHILD!!"
        self.set_up()

    def set_up(self):
        FooParent.__init__(self)
