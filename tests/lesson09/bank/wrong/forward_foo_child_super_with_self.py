"""self is passed twice. / self 传了两次。"""
# notebook: forward_pass
# scores: test_foo_child=0
# misconception: Naming super is enough to run the parent's __init__. / 以为写出 super 就会运行父类的 __init__。
# hint: It is a call of the method: super().__init__(), with both pairs of parentheses and no self. / 要调用这个方法：super().__init__()，两对括号都要，不写 self。

# %% foo_child
class FooChild(FooParent):
    def __init__(self):
        super().__init__(self)
