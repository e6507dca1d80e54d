namespace Gannet.Training.Observers;

/// <summary>The point at which a training resumes.</summary>
/// <param name="Step">Steps already taken.</param>
/// <param name="Steps">Total number of steps.</param>
/// <param name="Epochs">Epochs already finished.</param>
/// <param name="ProlongedFrom">The original number of epochs, if the training was extended; otherwise null.</param>
public sealed record ResumeReport(int Step, int Steps, int Epochs, int? ProlongedFrom);
