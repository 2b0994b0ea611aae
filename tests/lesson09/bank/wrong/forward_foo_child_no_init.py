"""FooChild has no __init__ of its own. / FooChild 没有自己的 __init__。"""
# notebook: forward_pass
# scores: test_foo_child=0.33

# %% foo_child
class FooChild(FooParent):
    pass
