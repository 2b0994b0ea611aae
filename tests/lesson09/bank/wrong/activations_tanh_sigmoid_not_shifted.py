"""2 sigmoid(2z), the 1 not subtracted. / 2 sigmoid(2z)，没有减 1。"""
# notebook: activations
# scores: test_tanh=0
# misconception: tanh has the range of the sigmoid. / 以为 tanh 与 sigmoid 值域相同。
# hint: tanh lies between -1 and 1, and tanh(0) = 0. / tanh 在 −1 与 1 之间，且 tanh(0) = 0。

# %% tanh
def tanh(z):
    return 2 * sigmoid(2 * z)
