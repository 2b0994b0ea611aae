"""step is an object with __call__. / step 是带 __call__ 的对象。"""
# notebook: gates

# %% step
class Step:
    def __call__(self, z):
        return (z >= 0).float()


step = Step()
