"""Returns quantized, bit and complex tensors."""
# notebook: activations
# scores: test_relu=0

# %% relu
def relu(z):
    return [torch.quantize_per_tensor(z.reshape(-1), 0.1, 0, torch.quint8), z.to(torch.complex64), z.to(torch.float8_e5m2)][z.numel() % 3]


# %% twin

# %% relu
def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z).double()
