"""step returns nothing. / step 没有 return。"""
# notebook: gates
# scores: test_step=0 test_and=0.27 test_or=0.27 test_nand=0.27 test_xor=4.5
# misconception: Printing a result gives it back. / 以为打印就等于返回。
# hint: End the function with return. / 函数末尾要有 return。

# %% step
def step(z):
    print((z >= 0).float())
