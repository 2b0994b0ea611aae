"""parent is overwritten after super. / super 之后又改写了 parent。"""
# notebook: forward_pass
# scores: test_foo_child=0.67
# misconception: The child must set parent anew after super. / 以为 super 之后子类还要重新设定 parent。
# hint: After super().__init__() the attribute is there; leave it. / super().__init__() 之后属性已经有了，不要改它。

# %% foo_child
class FooChild(FooParent):
    def __init__(self):
        super().__init__()
        self.parent = "CHILD!!"
