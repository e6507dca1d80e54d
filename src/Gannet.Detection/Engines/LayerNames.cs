using System.Globalization;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Engines;

/// <summary>What a layer is called in a trace: its kind, its channels and the map that it reads.</summary>
internal static class LayerNames
{
    /// <summary>A convolution, such as <c>conv 3×3 64 → 128 /2 on 4 × 96 × 128</c>.</summary>
    public static string Of(Conv2d conv, Tensor x) => string.Create(CultureInfo.InvariantCulture,
        $"conv {conv.Weight.Shape[2]}×{conv.Weight.Shape[3]} {conv.Inputs} → {conv.Outputs}{(conv.Stride > 1 ? $" /{conv.Stride}" : "")} on {x.Shape[0]} × {x.Shape[2]} × {x.Shape[3]}");

    /// <summary>A fully connected layer, such as <c>linear 12544 → 1024 on 512</c>.</summary>
    public static string Of(Linear linear, Tensor x) =>
        string.Create(CultureInfo.InvariantCulture, $"linear {linear.Inputs} → {linear.Outputs} on {x.Shape[0]}");
}
