"""The child has attributes and a bar of its own. / 子类有自己的属性和 bar。"""
# notebook: forward_pass

# %% foo_child
class FooChild(FooParent):
    def __init__(self, name="child"):
        self.name = name
        super().__init__()
        self.child = "CHILD!!"

    def bar(self, message):
        text = super().bar(message)
        print("from", self.name)
        return text
