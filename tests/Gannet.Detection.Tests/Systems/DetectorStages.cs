using Gannet.Detection.Backbones;
using Gannet.Detection.Necks;
using Gannet.Detection.Proposals;
using Gannet.Detection.RoiHeads;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Tests.Systems;

/// <summary>The parts of a composed detector, for stepping through them one by one.</summary>
internal static class DetectorStages
{
    public static Backbone Backbone(this Detector detector) => detector.Children.Select(static c => c.Module).OfType<Backbone>().Single();

    public static Neck Neck(this Detector detector) => detector.Children.Select(static c => c.Module).OfType<Neck>().Single();

    public static ProposalStage Proposals(this Detector detector) => detector.Children.Select(static c => c.Module).OfType<ProposalStage>().Single();

    public static RpnHead RpnHead(this Detector detector) => (RpnHead)detector.Proposals().Child("head");

    public static RoiHead RoiHead(this Detector detector) =>
        detector.Children.Select(static c => c.Module).OfType<RoiStage>().Single().Children.Select(static c => c.Module).OfType<RoiHead>().Single();

    public static Module Child(this Module module, string name) => module.Children.Single(c => c.Name == name).Module;

    /// <summary>The shape of the parameter whose name has this ending.</summary>
    public static long[] ShapeOf(this Module module, string end) =>
        module.NamedParameters().Single(p => p.Name.EndsWith(end, StringComparison.Ordinal)).Tensor.Shape.ToArray();

    public static long CountParameters(this Module module, string part = "") =>
        module.NamedParameters().Where(p => p.Name.StartsWith(part, StringComparison.Ordinal)).Sum(static p => p.Tensor.Count);
}
