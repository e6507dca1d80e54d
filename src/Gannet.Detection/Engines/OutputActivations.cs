using Gannet.Kernels.Convolution;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Engines;

/// <summary>Maps a layer's activation to the kernels' enum, since the kernels do not know libtorch's layers.</summary>
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
