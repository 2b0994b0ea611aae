"""A network is trained as the notebook runs. / 运行 notebook 时训练网络。"""
# lesson: lesson09
# notebook: gates

# %% step
def step(z):
    return (z >= 0).float()

# %% new
X_train = torch.tensor([[0.0, 0], [0, 1], [1, 0], [1, 1]])
y_train = torch.tensor([[0.0], [1], [1], [0]])
net = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1), nn.Sigmoid())
optimizer = torch.optim.Adam(net.parameters(), lr=0.05)
for epoch in range(400):
    loss = F.binary_cross_entropy(net(X_train), y_train)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if epoch % 10 == 0:
        print(f"epoch {epoch}: loss {loss.item():.4f}")
