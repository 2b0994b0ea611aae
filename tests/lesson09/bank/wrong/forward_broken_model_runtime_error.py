"""RuntimeError is typed in. / 直接写了 RuntimeError。"""
# notebook: forward_pass
# scores: test_broken_model=0
# misconception: A forgotten super raises another exception. / 以为忘写 super 会引起别的异常。
# hint: Try it, and read the last line of the traceback. / 试一试，看报错的最后一行。

# %% broken_model
def error_without_super():
    return "RuntimeError"
