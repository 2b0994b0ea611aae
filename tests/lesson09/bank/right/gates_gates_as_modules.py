"""The gates are objects of an nn.Module. / 三个门都是 nn.Module 的对象。"""
# notebook: gates

# %% and_gate
class Gate(nn.Module):
    def __init__(self, w):
        super().__init__()
        self.linear = nn.Linear(2, 1)
        with torch.no_grad():
            self.linear.weight.copy_(w[1:].reshape(1, 2))
            self.linear.bias.copy_(w[:1])

    def forward(self, X):
        return (self.linear(X[:, 1:]).squeeze(1) >= 0).float()


w_and = torch.tensor([-3.0, 2.0, 2.0])
AND = Gate(w_and)

# %% or_gate
w_or = torch.tensor([-1.0, 2.0, 2.0])
OR = Gate(w_or)

# %% nand_gate
w_nand = torch.tensor([3.0, -2.0, -2.0])
NAND = Gate(w_nand)
