namespace Gannet.Torch.Serialization;

/// <summary>The layout of a weight file; detected from its content, not its name.</summary>
public enum WeightFormat
{
    /// <summary>A JSON header, then raw tensors.</summary>
    Safetensors,

    /// <summary>PyTorch's zip archive, written by <c>torch.save</c> since 1.6.</summary>
    TorchZip,

    /// <summary>PyTorch's stream of pickles, written by <c>torch.save</c> before 1.6.</summary>
    TorchLegacy,
}
