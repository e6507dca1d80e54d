using Gannet.Kernels.Convolution;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Engines;

/// <summary>The kernels' names of a layer's activations: kernels do not know libtorch's layers.</summary>
internal static class OutputActivations
{
    public static OutputActivation Of(Activation activation) => activation switch
    {
        Activation.None => OutputActivation.None,
        Activation.Relu => OutputActivation.Relu,
        Activation.HardSwish => OutputActivation.HardSwish,
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "unknown activation"),
    };
}
