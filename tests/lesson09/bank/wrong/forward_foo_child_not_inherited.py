"""FooChild has no parent class. / FooChild 没有继承。"""
# notebook: forward_pass
# scores: test_foo_child=0
# misconception: A class with the same attributes is a child. / 以为属性相同就是子类。
# hint: Name the parent in parentheses: class FooChild(FooParent). / 在括号里写出父类：class FooChild(FooParent)。

# %% foo_child
class FooChild:
    def __init__(self):
        self.parent = "PARENT!!"
