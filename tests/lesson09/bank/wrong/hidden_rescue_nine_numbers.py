"""One tensor of nine numbers. / 九个数放在一个张量里。"""
# notebook: hidden_layers
# scores: test_rescue=0
# misconception: The three weights may come in any packing. / 以为三组权重怎样打包返回都行。
# hint: Return the three tensors, in a tuple. / 返回三个张量组成的元组。

# %% rescue
def rescued_weights():
    return torch.cat([100 * W_NAND, 100 * W_OR, 100 * W_AND])
