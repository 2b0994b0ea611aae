"""Its exceptions have names and texts that a terminal's markup would read as commands, some of them broken."""
# notebook: activations
# scores: test_relu=0 test_output_for=0

# %% relu
Broken = type("[/red][bold", (ValueError,), {})
print("[/] [link=file:///etc/passwd]x[/link] [bold")


def relu(z):
    raise Broken("[/] [/bold][red]{0} %(x)s ${y} \\[ [[link=x]")


# %% output_for
output_for = {"regression": "[/]", "binary": "[bold", "multiclass": "{0.__class__}"}


# %% twin

# %% relu
print("[bold]relu[/bold] of [z]")


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
