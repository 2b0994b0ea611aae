"""Each of its own cells sleeps for nearly as long as a cell may."""
# notebook: activations
# most: 15
# race: yes

# %% new
import time

time.sleep(1.9)


# %% new
time.sleep(1.9)


# %% new
time.sleep(1.9)


# %% new
time.sleep(1.9)


# %% new
time.sleep(1.9)


# %% new
time.sleep(1.9)


# %% new
time.sleep(1.9)


# %% twin

# %% new
import time

time.sleep(0.1)
