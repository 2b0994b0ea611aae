"""1 / (1 + exp(-2z)). / 写成 1 / (1 + exp(-2z))。"""
# notebook: activations
# scores: test_tanh=0
# misconception: tanh has the range of the sigmoid. / 以为 tanh 与 sigmoid 值域相同。
# hint: tanh lies between -1 and 1, and tanh(0) = 0. / tanh 在 −1 与 1 之间，且 tanh(0) = 0。

# %% tanh
def tanh(z):
    return 1 / (1 + torch.exp(-2 * z))
