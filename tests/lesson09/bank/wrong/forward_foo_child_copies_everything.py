"""All attributes are copied from another FooParent. / 从另一个 FooParent 复制全部属性。"""
# notebook: forward_pass
# scores: test_foo_child=0
# misconception: Writing the parent's attribute once more replaces its __init__. / 以为把父类的属性再写一遍就可以代替它的 __init__。
# hint: Let the parent set what it sets: super().__init__(). / 父类的属性由父类来设：super().__init__()。

# %% foo_child
class FooChild(FooParent):
    def __init__(self):
        self.__dict__.update(vars(FooParent()))
