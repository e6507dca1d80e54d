using System.Text.RegularExpressions;

namespace Gannet.Detection.Weights;

/// <summary>Maps the tensor names of torchvision's files, old and new, whole detectors and bare backbones, to a detector's.</summary>
public static partial class TorchvisionNames
{
    private static readonly string[] s_detectorPrefixes = ["backbone.", "rpn.", "roi_heads."];

    /// <summary>The name in a detector; null for a tensor that a detector never has (an ImageNet classifier).</summary>
    public static string? ToDetector(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!s_detectorPrefixes.Any(p => name.StartsWith(p, StringComparison.Ordinal)))
        {
            if (name.StartsWith("fc.", StringComparison.Ordinal) || name.StartsWith("classifier.", StringComparison.Ordinal)) return null;
            return "backbone.body." + (name.StartsWith("features.", StringComparison.Ordinal) ? name["features.".Length..] : name);
        }

        // Before 0.13 the convolutions of the pyramid and the proposal head were not wrapped.
        name = OldPyramid().Replace(name, "backbone.fpn.${block}.${level}.0.${rest}");
        return OldProposalHead().Replace(name, "rpn.head.conv.0.0.${rest}");
    }

    /// <summary>Whether the names are those of a detector published before 0.13 with frozen batch norm.</summary>
    /// <remarks>Those ResNet-50 files were trained, and must be run, with a batch-norm epsilon of 0.</remarks>
    public static bool ArePublishedBefore013(IEnumerable<string> names)
    {
        var list = names as IReadOnlyCollection<string> ?? [.. names];
        return list.Any(static n => OldProposalHead().IsMatch(n)) && !list.Any(static n => n.EndsWith("num_batches_tracked", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^backbone\.fpn\.(?<block>inner_blocks|layer_blocks)\.(?<level>\d+)\.(?<rest>weight|bias)$")]
    private static partial Regex OldPyramid();

    [GeneratedRegex(@"^rpn\.head\.conv\.(?<rest>weight|bias)$")]
    private static partial Regex OldProposalHead();
}
