using System.CommandLine;
using Gannet.Cli.Demo;
using Gannet.Cli.Input;
using Gannet.Cli.Output;
using Gannet.Datasets.Synthesis;
using Gannet.Training.Reports;
using Gannet.Training.Setup;

namespace Gannet.Cli.Commands;

/// <summary><c>gannet demo</c>: the whole path from pictures to a scored detector, on generated pictures.</summary>
internal sealed class DemoCommand : GannetCommand
{
    private readonly DemoRecipe _recipe;
    private readonly Option<string> _out = new("--out")
    {
        Description = "Folder for pictures, model and report; replaces an earlier demo there.",
        HelpName = "DIR",
        DefaultValueFactory = static _ => Path.Combine("runs", "demo"),
    };

    private readonly Option<int> _seed = new("--seed")
    {
        Description = "Another seed gives other pictures and another training.",
        HelpName = "N",
        DefaultValueFactory = static _ => 1,
    };

    private readonly Option<int?> _maxSteps = new("--max-steps")
    {
        Description = "Stop the training after this many steps, just to try the commands.",
        HelpName = "N",
    };

    public DemoCommand(CommandContext context, DemoRecipe recipe)
        : base(context, "demo",
            "Generates pictures of blood cells, trains a detector on them from scratch, scores it, draws its detections and writes a report; "
            + $"about {DemoRecipe.Minutes} minutes on two cores.")
    {
        _recipe = recipe;
        Options.Add(_out);
        Options.Add(_seed);
        Options.Add(_maxSteps);
    }

    protected override int Run(ParseResult parse, CancellationToken cancellation)
    {
        var recipe = _recipe.With(parse.GetValue(_seed), parse.GetValue(_maxSteps));
        recipe.Training.Validate();
        var folder = new DemoFolder(parse.GetValue(_out)!);
        folder.Prepare();

        Context.Error.WriteLine($"1. Generating pictures of blood cells in {folder.Data}");
        foreach (var split in SmearDataset.Write(folder.Data, recipe.Data, cancellation))
        {
            Context.Error.WriteLine(
                $"   {split.Name}: {split.Images} pictures, {split.Cells} cells, {split.Overlapping} of them overlapping others");
        }

        Context.Error.WriteLine($"2. Training a detector on them from scratch, about {DemoRecipe.Minutes} minutes on two cores");
        var data = TrainingData.Read(folder.Data, "train", "val", strict: true);
        var (detector, _) = DetectorSetup.Create(
            recipe.Preset, recipe.Settings, data.Training.Classes, weights: null, recipe.Training.Seed);
        using (detector)
        {
            var found = new TrainingRun(Context, detector, data, recipe.Training, folder.Run).Run(resume: false, cancellation);
            Context.Error.WriteLine($"3. Drawing the best model's detections on the validation pictures in {folder.Detections}");
            ExampleImages.DrawAll(found, folder.Detections, cancellation);
            found.Save(folder.Results, ExampleImages.Score);
            ScoreTable.Write(Context.Output, found.Evaluate());
        }

        Explain(folder);
        return ExitCode.Done;
    }

    private void Explain(DemoFolder folder) => Context.Error.WriteLine($"""

        See the results
          {Path.Combine(folder.Run.Report, HtmlReport.FileName)}   scores, loss curves and examples, in a browser
          {folder.Detections}   the validation pictures with the detections
          {folder.Run.Evaluation}   the scores, for scripts

        Do the same with your own pictures
          gannet data check --data my-pictures
          gannet train --data my-pictures --out runs/mine
          gannet detect --model {Path.Combine("runs", "mine", Path.GetFileName(folder.Run.BestModel))} photo.jpg --out found
        """);
}
