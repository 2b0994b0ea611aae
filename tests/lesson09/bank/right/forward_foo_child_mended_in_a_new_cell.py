"""FooChild is defined again in a later cell. / 在后面的单元格里重新定义 FooChild。"""
# notebook: forward_pass

# %% foo_child
class FooChild(FooParent):
    def __init__(self):
        pass

# %% new
class FooChild(FooParent):
    def __init__(self):
        super().__init__()
