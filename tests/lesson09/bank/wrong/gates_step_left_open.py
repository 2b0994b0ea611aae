"""step is not written. / step 没有写。"""
# notebook: gates
# scores: test_step=0 test_and=0.27 test_or=0.27 test_nand=0.27 test_xor=4.5

# %% step
def step(z):
    raise NotImplementedError()
