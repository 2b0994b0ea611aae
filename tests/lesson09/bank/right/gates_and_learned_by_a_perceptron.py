"""The weights of AND are learned. / AND 的权重由感知机学得。"""
# notebook: gates

# %% and_gate
data = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
goal = torch.tensor([0.0, 0, 0, 1])
w_and = torch.zeros(3)
for epoch in range(50):
    for row, label in zip(data, goal):
        w_and = w_and + (label - step(row @ w_and)) * row


def AND(X):
    return step(X @ w_and)
