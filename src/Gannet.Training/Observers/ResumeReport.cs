namespace Gannet.Training.Observers;

/// <summary>Where a training goes on.</summary>
/// <param name="Step">Steps that are done.</param>
/// <param name="Steps">Steps of the whole training.</param>
/// <param name="Epochs">Epochs that are done.</param>
/// <param name="ProlongedFrom">Epochs of the training as it was begun, where it goes on for more; null where it is the same.</param>
public sealed record ResumeReport(int Step, int Steps, int Epochs, int? ProlongedFrom);
