"""sigmoid is an object of an nn.Module. / sigmoid 是 nn.Module 的对象。"""
# notebook: activations

# %% sigmoid
class Sigmoid(nn.Module):
    def forward(self, z):
        return torch.exp(z).reciprocal().add(1).reciprocal()


sigmoid = Sigmoid()
