"""All arguments are passed on to the parent. / 参数原样传给父类。"""
# notebook: forward_pass

# %% foo_child
class FooChild(FooParent):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
