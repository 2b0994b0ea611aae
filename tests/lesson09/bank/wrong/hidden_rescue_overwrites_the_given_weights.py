"""The given weights are overwritten. / 改写了给定的权重。"""
# notebook: hidden_layers
# scores: test_xor_network=2.4 test_sigmoid_evidence=0.5
# misconception: The given weights may be changed for a later task. / 以为后面的题可以改写给定的权重。
# hint: Give new weights names of their own: the earlier functions use W_NAND, W_OR, W_AND. / 新权重请另取名字：前面的函数还要用 W_NAND、W_OR、W_AND。

# %% rescue
W_NAND = torch.tensor([30.0, -20.0, -20.0])
W_OR = torch.tensor([-10.0, 20.0, 20.0])
W_AND = torch.tensor([-30.0, 20.0, 20.0])


def rescued_weights():
    return W_NAND, W_OR, W_AND
