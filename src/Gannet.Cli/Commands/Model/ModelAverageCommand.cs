using System.CommandLine;
using Gannet.Training.Optimization;

namespace Gannet.Cli.Commands.Model;

/// <summary><c>gannet model average</c>: the mean of the weights of several models.</summary>
internal sealed class ModelAverageCommand : GannetCommand
{
    private readonly Argument<string[]> _models = new("MODEL")
    {
        Description = "Model files of one architecture and the same classes, such as last.safetensors of trainings that started from one model.",
        Arity = new ArgumentArity(2, 1000),
    };

    private readonly Option<string> _out = new("--out") { Description = "Model file to write.", HelpName = "FILE", Required = true };

    public ModelAverageCommand(CommandContext context)
        : base(context, "average", "Averages the weights of models that fit together.")
    {
        Arguments.Add(_models);
        Options.Add(_out);
    }

    protected override int Run(ParseResult parse, CancellationToken cancellation)
    {
        var (models, path) = (parse.GetValue(_models)!, parse.GetValue(_out)!);
        using var mean = ModelAverage.Of(models, cancellation);
        mean.Save(path);
        Context.Error.WriteLine($"{path}: the mean of {models.Length} models, {mean.Classes.Count} classes.");
        if (ModelAverage.HasRunningStatistics(mean))
        {
            Context.Error.WriteLine(
                "Its batch norms have the mean of the models' statistics, which only comes near the statistics of the mean; "
                + "training.average_last and training.recompute_norms compute them from pictures.");
        }

        return ExitCode.Done;
    }
}
