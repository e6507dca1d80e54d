using Gannet.Cli.Commands;
using Gannet.Datasets;
using Gannet.Detection;
using Gannet.Training;
using Gannet.Training.Gradients;
using Gannet.Training.Loading;

namespace Gannet.Cli.Output;

/// <summary>The output of <c>gannet train --check-gradients</c>.</summary>
internal static class GradientReport
{
    /// <summary>Computes the gradients of the first batch and lists the parameters that it would not train, one per line.</summary>
    /// <returns>The exit code: done if every parameter has a gradient, failed otherwise.</returns>
    public static int Write(
        CommandContext context, Detector detector, AnnotatedDataset training, TrainingOptions options, CancellationToken cancellation)
    {
        var loader = new BatchLoader(TrainingImage.From(training), detector.Transform, options);
        var batch = loader.Read(epoch: 0, first: 0, cancellation).First();
        var findings = GradientCheck.Run(detector, batch.Batch, options.Seed);
        foreach (var finding in findings) context.Output.WriteLine($"{finding.Parameter}\t{Word(finding.State)}");
        var trained = detector.NamedParameters().Count(static p => p.Tensor.RequiresGrad);
        context.Error.WriteLine(findings.Count == 0
            ? $"All {trained} trained parameters have a gradient."
            : $"{findings.Count} of {trained} trained parameters have no usable gradient.");
        return findings.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static string Word(GradientState state) => state switch
    {
        GradientState.Missing => "missing",
        GradientState.Zero => "zero",
        _ => "not finite",
    };
}
