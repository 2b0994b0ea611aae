"""__init__ does nothing. / __init__ 什么也不做。"""
# notebook: forward_pass
# scores: test_foo_child=0
# misconception: Attributes of the parent are there without its __init__. / 以为不运行父类的 __init__ 也会有它的属性。
# hint: Call super().__init__() in the child's __init__. / 在子类的 __init__ 里调用 super().__init__()。

# %% foo_child
class FooChild(FooParent):
    def __init__(self):
        pass
