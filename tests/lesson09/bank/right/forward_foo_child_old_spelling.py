"""super with its two arguments. / super 的老写法。"""
# notebook: forward_pass

# %% foo_child
class FooChild(FooParent):
    def __init__(self):
        super(FooChild, self).__init__()
        print("Child")
