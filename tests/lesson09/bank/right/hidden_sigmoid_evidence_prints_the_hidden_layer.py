"""It prints the hidden layer on the way. / 途中打印隐藏层的值。"""
# notebook: hidden_layers

# %% sigmoid_evidence
def sigmoid_evidence():
    points = torch.cartesian_prod(torch.tensor([0.0, 1.0]), torch.tensor([0.0, 1.0])).flip(1)
    s1 = torch.sigmoid(W_NAND[0] + points @ W_NAND[1:])
    s2 = torch.sigmoid(W_OR[0] + points @ W_OR[1:])
    print("隐藏层:", s1, s2)
    return torch.stack([torch.ones_like(s1), s1, s2]).T.mv(W_AND)
