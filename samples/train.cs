// Trains a detector on a data set:  dotnet run samples/train.cs my-pictures runs/mine
#:project ../src/Gannet.Training/Gannet.Training.csproj

using Gannet.Training;
using Gannet.Training.Observers;
using Gannet.Training.Setup;

if (args is not [var path, var folder])
{
    Console.Error.WriteLine("usage: dotnet run samples/train.cs DATA OUT");
    return 2;
}

// COCO, VOC, YOLO or CSV; data.Problems lists what was left out, and why.
var data = TrainingData.Read(path, trainSplit: null, validationSplit: null, imagesFolder: null, strict: false);
foreach (var problem in data.Problems) Console.Error.WriteLine(problem);

var options = new TrainingOptions { Epochs = 12, Rate = 0.01, Seed = 1 };
var (detector, _) = DetectorSetup.Create(
    "faster-rcnn-resnet18-fpn", ["transform.min_size=384", "transform.max_size=512"], data.Training.Classes, weights: null, options.Seed);

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop.Cancel(); };
using (detector)
{
    try
    {
        new TrainingJob(detector, data.Training, data.Validation, options, new RunFolder(folder)).Run(resume: true, [new Printer()], stop.Token);
    }
    catch (OperationCanceledException)
    {
        Console.Error.WriteLine("Stopped; run the same command again to continue.");
        return 130;
    }
}

return 0;

// Observers get plain numbers and run on the training thread.
internal sealed class Printer : ITrainingObserver
{
    public void OnStep(StepReport report)
    {
        if (report.Step % 20 == 0) Console.WriteLine($"step {report.Step} of {report.Steps}: loss {report.Loss:F3}, rate {report.Rate:G3}");
    }

    public void OnEpoch(EpochReport report) =>
        Console.WriteLine($"epoch {report.Epoch}: loss {report.Loss:F3}, validation AP {report.Evaluation?.Coco.AP:F3}{(report.IsBest ? ", the best so far" : "")}");
}
