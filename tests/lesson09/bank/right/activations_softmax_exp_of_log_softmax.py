"""exp of log_softmax, by a lambda. / log_softmax 再取 exp，写成 lambda。"""
# notebook: activations

# %% softmax
softmax = lambda values, axis: torch.log_softmax(values, axis).exp()
