using System.Globalization;
using System.Text.RegularExpressions;

namespace Gannet.Detection.Models.Weights;

/// <summary>Maps the tensor names of published files, old and new, detectors and bare backbones, to a detector's names.</summary>
/// <remarks>Backbones are torchvision's, and timm's and Cadene's ports of Inception-ResNet-v2.</remarks>
public static partial class TorchvisionNames
{
    private static readonly string[] s_detectorPrefixes = ["backbone.", "rpn.", "roi_heads."];

    // Only VGG has three fully connected layers at these positions: MobileNet has two, AlexNet's are elsewhere.
    private static readonly string[] s_vggClassifier = ["classifier.0.weight", "classifier.3.weight", "classifier.6.weight"];

    // Prefixes in torchvision, timm's Inception-ResNet-v2 and Cadene's.

    private static readonly string[] s_classifierPrefixes = ["fc.", "classifier.", "classif.", "last_linear."];

    /// <summary>The mapping for a file with <paramref name="names"/>: the meaning of a name can depend on the others.</summary>
    /// <remarks>The first two layers of VGG's classifier go to Fast R-CNN's head, which was initialized from a VGG.</remarks>
    public static Func<string, string?> MapFor(IEnumerable<string> names)
    {
        var isVgg = !s_vggClassifier.Except(names).Any();
        return name => isVgg && VggHidden().Match(name) is { Success: true } match
            ? $"roi_heads.box_head.{(match.Groups["layer"].Value == "0" ? "fc6" : "fc7")}.{match.Groups["rest"].Value}"
            : ToDetector(name);
    }

    /// <summary>The name in a detector; null for a tensor that a detector never has (an ImageNet classifier).</summary>
    public static string? ToDetector(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!s_detectorPrefixes.Any(p => name.StartsWith(p, StringComparison.Ordinal)))
        {
            if (s_classifierPrefixes.Any(p => name.StartsWith(p, StringComparison.Ordinal))) return null;
            if (name.StartsWith("features.", StringComparison.Ordinal)) name = name["features.".Length..];
            return "backbone.body." + OldDenseLayer().Replace(name, "${layer}${number}.");
        }

        // Before 0.13, the convolutions of the pyramid and the proposal head were not wrapped in a module.
        name = OldPyramid().Replace(name, "backbone.fpn.${block}.${level}.0.${rest}");
        name = OldProposalHead().Replace(name, "rpn.head.conv.0.0.${rest}");

        // The mask layers were numbered from 1.
        return OldMaskLayer().Replace(name, static match => FormattableString.Invariant(
            $"roi_heads.mask_head.{int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) - 1}.0.{match.Groups["rest"].Value}"));
    }

    /// <summary>Whether the names are those of a detector published before 0.13 with frozen batch norm.</summary>
    /// <remarks>Those ResNet-50 files were trained with a batch norm epsilon of 0 and must be run with it.</remarks>
    public static bool ArePublishedBefore013(IEnumerable<string> names)
    {
        var list = names as IReadOnlyCollection<string> ?? [.. names];
        return list.Any(static n => OldProposalHead().IsMatch(n)) && !list.Any(static n => n.EndsWith("num_batches_tracked", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^backbone\.fpn\.(?<block>inner_blocks|layer_blocks)\.(?<level>\d+)\.(?<rest>weight|bias)$")]
    private static partial Regex OldPyramid();

    // Published when module names could still contain a dot.
    [GeneratedRegex(@"(?<layer>denselayer\d+\.(norm|conv))\.(?<number>\d)\.")]
    private static partial Regex OldDenseLayer();

    [GeneratedRegex(@"^classifier\.(?<layer>0|3)\.(?<rest>weight|bias)$")]
    private static partial Regex VggHidden();

    [GeneratedRegex(@"^roi_heads\.mask_head\.mask_fcn(?<number>[1-9])\.(?<rest>weight|bias)$")]
    private static partial Regex OldMaskLayer();

    [GeneratedRegex(@"^rpn\.head\.conv\.(?<rest>weight|bias)$")]
    private static partial Regex OldProposalHead();
}
