"""step is 1 only above zero. / step 只在大于零时为 1。"""
# notebook: gates
# scores: test_step=0.89
# misconception: step uses > instead of >=. / step 用了 > 而不是 >=。
# hint: At z = 0 the neuron fires too. / z = 0 时神经元也会激活。

# %% step
def step(z):
    return (z > 0).to(torch.float32)
