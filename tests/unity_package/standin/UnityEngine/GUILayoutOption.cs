namespace UnityEngine
{
    public sealed class GUILayoutOption
    {
        internal GUILayoutOption()
        {
        }
    }
}
