namespace UnityEngine
{
    public class Time
    {
        public static float time { get; internal set; }
    }
}
