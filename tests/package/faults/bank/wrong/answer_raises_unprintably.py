"""The function raises an exception whose text cannot be made. / 函数抛出无法打印的异常。"""
# lesson: lesson09
# notebook: activations
# scores: test_relu=0
# names: BadError

# %% relu
class BadError(Exception):
    def __str__(self):
        raise RuntimeError("no text")


def relu(z):
    raise BadError
