"""Right numbers, but the input is changed. / 结果正确，但修改了输入。"""
# notebook: limits
# scores: test_clip=2
# misconception: clamp_ changes its input, and the caller's tensor with it. / clamp_ 会修改输入，调用者的张量也跟着变了。
# hint: A name that ends in an underscore works in place; take the one without. / 以下划线结尾的方法原地修改，请用不带下划线的。


# %% clip
def clip(x, low, high):
    return x.clamp_(low, high)
