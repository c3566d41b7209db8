namespace UnityEngine
{
    public enum FindObjectsSortMode { None, InstanceID }
}
