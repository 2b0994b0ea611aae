"""if z > 0 of the whole tensor. / 对整个张量写 if z > 0。"""
# notebook: activations
# scores: test_relu=0
# misconception: if works on a whole tensor. / 以为 if 可以直接判断整个张量。
# hint: Compare elementwise; if needs a single truth value. / 请逐元素比较；if 只接受一个真假值。

# %% relu
def relu(z):
    if z > 0:
        return z
    return torch.tensor(0.0)
