using Gannet.Detection.Engines;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Tests.Engines;

public sealed class OutputActivationsTests
{
    [Fact]
    public void Every_activation_has_the_kernels_own_of_its_name() =>
        Assert.All(Enum.GetValues<Activation>(), static activation => Assert.Equal(activation.ToString(), OutputActivations.Of(activation).ToString()));

    [Fact]
    public void Another_one_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(static () => OutputActivations.Of((Activation)99));
}
