"""A class stands between child and parent. / 子类与父类之间还有一个类。"""
# notebook: forward_pass

# %% foo_child
class Middle(FooParent):
    def __init__(self):
        super().__init__()


class FooChild(Middle):
    def __init__(self):
        super().__init__()
